import { lazy } from 'react';

export const ProductList = lazy(() => import('catalog/ProductList'));
export const ProductPage = lazy(() => import('catalog/ProductPage'));
export const CartPage = lazy(() => import('checkout/CartPage'));
export const OrderHistory = lazy(() => import('checkout/OrderHistory'));
